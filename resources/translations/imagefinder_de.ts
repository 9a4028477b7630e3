<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Asking</name>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Es wird gesucht…</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Turn between wanted and unwanted</source>
        <translation>Zwischen erwünscht und unerwünscht wechseln</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>+ and - or the wheel weigh, Space turns it round</source>
        <translation>+ und - oder das Rad gewichten, die Leertaste kehrt um</translation>
    </message>
    <message>
        <source>without {0}</source>
        <translation>ohne {0}</translation>
    </message>
    <message>
        <source>with {0}</source>
        <translation>mit {0}</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>folder: {0}</source>
        <translation>Ordner: {0}</translation>
    </message>
    <message>
        <source>taken: {0}</source>
        <translation>aufgenommen: {0}</translation>
    </message>
    <message>
        <source>camera: {0}</source>
        <translation>Kamera: {0}</translation>
    </message>
    <message>
        <source>type: {0}</source>
        <translation>Art: {0}</translation>
    </message>
    <message>
        <source>name: {0}</source>
        <translation>Name: {0}</translation>
    </message>
    <message>
        <source>size: {0}</source>
        <translation>Größe: {0}</translation>
    </message>
    <message>
        <source>place: {0}</source>
        <translation>Ort: {0}</translation>
    </message>
</context>
<context>
    <name>ChoosingGrid</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>nicht erreichbar</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln Datei kopiert</numerusform>
            <numerusform>%Ln Dateien kopiert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>in an offline folder</source>
        <translation>in einem Ordner, der nicht erreichbar ist</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>Details of the chosen photo</source>
        <translation>Näheres zum gewählten Foto</translation>
    </message>
    <message>
        <source>Choose a photo to see what is known of it.</source>
        <translation>Wählen Sie ein Foto, um mehr darüber zu sehen.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>EngineClient</name>
    <message>
        <source>The engine can&apos;t be started: {0}</source>
        <translation>Die Suchmaschine startet nicht: {0}</translation>
    </message>
    <message>
        <source>The engine ended twice while at this.</source>
        <translation>Die Suchmaschine ist dabei zweimal abgestürzt.</translation>
    </message>
    <message>
        <source>The engine ended several times within two minutes (exit code {0}). Close this window and try again; nothing is lost.</source>
        <translation>Die Suchmaschine ist binnen zwei Minuten mehrmals abgestürzt (Code {0}). Schließen Sie das Fenster und versuchen Sie es noch einmal; verloren ist nichts.</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Find my photos</source>
        <translation>Meine Fotos finden</translation>
    </message>
    <message>
        <source>Find your photos by what is in them</source>
        <translation>Finden Sie Ihre Fotos nach dem, was darauf ist</translation>
    </message>
    <message>
        <source>Everything stays on this computer: pictures are looked at here, and nothing is ever sent. The one thing fetched is the model below, once. Your photos are never changed.</source>
        <translation>Alles bleibt auf diesem Rechner: Die Bilder werden hier betrachtet, gesendet wird nichts. Geholt wird nur das Modell hier unten, einmal. Ihre Fotos werden nie verändert.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Die Vorführung ansehen</translation>
    </message>
    <message>
        <source>Drawn pictures and a tiny model that knows them; no download</source>
        <translation>Gezeichnete Bilder und ein winziges Modell, das sie kennt; nichts wird geholt</translation>
    </message>
    <message>
        <source>{0}: {1} % right on ImageNet. Licence: {2}. Fetched once, {3} MB.</source>
        <translation>{0}: {1} % richtig bei ImageNet. Lizenz: {2}. Wird einmal geholt, {3} MB.</translation>
    </message>
    <message>
        <source>Choose a folder of photos</source>
        <translation>Einen Ordner mit Fotos wählen</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Pictures are gone…</source>
        <translation>Die Bilder sind weg…</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Durchsuchte Ordner</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Indexed</source>
        <translation>Erfasst</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>online</source>
        <translation>erreichbar</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>No folder yet. Add one, or drop it on this window.</source>
        <translation>Noch kein Ordner. Fügen Sie einen hinzu, oder ziehen Sie ihn auf dieses Fenster.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}. Its photos are kept.</source>
        <translation>{0} ist nicht lesbar: {1}. Seine Fotos bleiben erhalten.</translation>
    </message>
    <message>
        <source>These folders and all below them are searched and kept up to date.</source>
        <translation>Diese Ordner und alle darunter werden durchsucht und laufend nachgeführt.</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Stop searching {0}?</source>
        <translation>{0} nicht mehr durchsuchen?</translation>
    </message>
    <message>
        <source>Its {0} photos leave the library. The files stay as they are.</source>
        <translation>Seine {0} Fotos verlassen die Bibliothek. Die Dateien bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Are the pictures in {0} gone for good?</source>
        <translation>Sind die Bilder in {0} endgültig weg?</translation>
    </message>
    <message>
        <source>Its {0} photos leave the library. If the disk is only unplugged, say no.</source>
        <translation>Seine {0} Fotos verlassen die Bibliothek. Ist nur das Laufwerk abgezogen, dann antworten Sie mit Nein.</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>This photo is gone.</source>
        <translation>Dieses Foto ist weg.</translation>
    </message>
    <message>
        <source>Score {score}</source>
        <translation>Wertung {score}</translation>
    </message>
    <message>
        <source>Its folder is offline.</source>
        <translation>Sein Ordner ist nicht erreichbar.</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Sure</source>
        <translation>Sicher</translation>
    </message>
    <message>
        <source>Maybe</source>
        <translation>Vielleicht</translation>
    </message>
    <message>
        <source>The rest</source>
        <translation>Der Rest</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>The engine was restarted</source>
        <translation>Die Suchmaschine wurde neu gestartet</translation>
    </message>
</context>
<context>
    <name>PhotoActions</name>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>Ähnliche finden</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Weniger davon</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy files</source>
        <translation>Dateien kopieren</translation>
    </message>
    <message>
        <source>Copy paths</source>
        <translation>Pfade kopieren</translation>
    </message>
    <message>
        <source>Export copies…</source>
        <translation>Kopien ausgeben…</translation>
    </message>
</context>
<context>
    <name>PhotoDeeds</name>
    <message>
        <source>Copy the files to</source>
        <translation>Die Dateien kopieren nach</translation>
    </message>
</context>
<context>
    <name>ProblemsModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why it can&apos;t be read</source>
        <translation>Warum sie nicht lesbar ist</translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle noch einmal versuchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) can&apos;t be read as a picture; all others are searched.</source>
        <translation>
            <numerusform>%Ln Datei ist nicht als Bild lesbar; alle anderen werden durchsucht.</numerusform>
            <numerusform>%Ln Dateien sind nicht als Bild lesbar; alle anderen werden durchsucht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every file could be read.</source>
        <translation>Jede Datei war lesbar.</translation>
    </message>
    <message>
        <source>Files with problems</source>
        <translation>Dateien mit Problemen</translation>
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Clear the query</source>
        <translation>Die Anfrage leeren</translation>
    </message>
    <message>
        <source>Clear the query (Esc)</source>
        <translation>Die Anfrage leeren (Esc)</translation>
    </message>
    <message>
        <source>Describe a picture, or drop one here</source>
        <translation>Beschreiben Sie ein Bild, oder ziehen Sie eines hierher</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Words, -words, 2:&quot;weighted words&quot;, folder:…, after:2019-06, camera:…, type:…</source>
        <translation>Wörter, -Wörter, 2:&quot;gewichtete Wörter&quot;, folder:…, after:2019-06, camera:…, type:…</translation>
    </message>
    <message>
        <source>Search now</source>
        <translation>Jetzt suchen</translation>
    </message>
</context>
<context>
    <name>Regions</name>
    <message>
        <source>This region can&apos;t be cut out. {0}</source>
        <translation>Dieser Ausschnitt lässt sich nicht ausschneiden. {0}</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was zu sehen ist</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Augenblick…</translation>
    </message>
    <message>
        <source>Indexing stopped</source>
        <translation>Das Erfassen wurde abgebrochen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) found</source>
        <translation>
            <numerusform>%Ln Foto gefunden</numerusform>
            <numerusform>%Ln Fotos gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) surely fit</source>
        <translation>
            <numerusform>%Ln Foto passt sicher</numerusform>
            <numerusform>%Ln Fotos passen sicher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) may fit</source>
        <translation>
            <numerusform>%Ln Foto passt vielleicht</numerusform>
            <numerusform>%Ln Fotos passen vielleicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing stands out; the nearest come first.</source>
        <translation>Nichts sticht heraus; die nächsten zuerst.</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>Noch keine Fotos</translation>
    </message>
    <message>
        <source>They appear here as soon as the first ones are indexed.</source>
        <translation>Sie erscheinen hier, sobald die ersten erfasst sind.</translation>
    </message>
    <message>
        <source>Nothing in the library fits</source>
        <translation>Nichts in der Bibliothek passt</translation>
    </message>
    <message>
        <source>Take a chip away, or ask in other words.</source>
        <translation>Nehmen Sie etwas weg, oder fragen Sie mit anderen Worten.</translation>
    </message>
    <message>
        <source>Size of thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Size of thumbnails (Ctrl+wheel)</source>
        <translation>Größe der Vorschaubilder (Strg+Rad)</translation>
    </message>
    <message>
        <source>{0} photos are chosen.</source>
        <translation>{0} Fotos sind gewählt.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Starting…</source>
        <translation>Es geht los…</translation>
    </message>
    <message>
        <source>What is happening</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Coverage of the last search</source>
        <translation>Umfang der letzten Suche</translation>
    </message>
    <message>
        <source>Go on indexing</source>
        <translation>Weiter erfassen</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>Das Erfassen anhalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Progress of indexing</source>
        <translation>Fortschritt des Erfassens</translation>
    </message>
    <message>
        <source>No folder yet</source>
        <translation>Noch kein Ordner</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) indexed</source>
        <translation>
            <numerusform>%Ln Foto erfasst</numerusform>
            <numerusform>%Ln Fotos erfasst</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} pending</source>
        <translation>{0} ausstehend</translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking through the folders: %Ln file(s)</source>
        <translation>
            <numerusform>Die Ordner werden durchgesehen: %Ln Datei</numerusform>
            <numerusform>Die Ordner werden durchgesehen: %Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Preparing fast search</source>
        <translation>Die schnelle Suche wird vorbereitet</translation>
    </message>
    <message>
        <source>Indexing {0} of {1}</source>
        <translation>{0} von {1} werden erfasst</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>{0} je Sekunde</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>searched {0} of {1} in {2} ms</source>
        <translation>{0} von {1} durchsucht in {2} ms</translation>
    </message>
    <message>
        <source>{0} offline</source>
        <translation>{0} nicht erreichbar</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} nicht lesbar</translation>
    </message>
</context>
<context>
    <name>TakingIn</name>
    <message>
        <source>Searching with the first {0} pictures only.</source>
        <translation>Gesucht wird nur mit den ersten {0} Bildern.</translation>
    </message>
    <message>
        <source>imagefinder fetches nothing from the web. Save the picture and drop the file, or copy the picture itself and paste it.</source>
        <translation>imagefinder holt nichts aus dem Netz. Speichern Sie das Bild und ziehen Sie die Datei hierher, oder kopieren Sie das Bild selbst und fügen Sie es ein.</translation>
    </message>
    <message>
        <source>There is no picture in this.</source>
        <translation>Darin ist kein Bild.</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>Order and captions</source>
        <translation>Reihenfolge und Beschriftung</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Below each photo</source>
        <translation>Unter jedem Foto</translation>
    </message>
    <message>
        <source>Details of the chosen photo</source>
        <translation>Näheres zum gewählten Foto</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>This picture can&apos;t be shown.</source>
        <translation>Dieses Bild lässt sich nicht zeigen.</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>Zurück zu allen Fotos</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Wirkliche Größe</translation>
    </message>
    <message>
        <source>Search for a region</source>
        <translation>Nach einem Ausschnitt suchen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Näheres</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Ganzer Bildschirm</translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
</context>
<context>
    <name>WindowFrame</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
</context>
<context>
    <name>WindowMenu</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
</TS>
